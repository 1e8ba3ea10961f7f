"""Random walks over every procedure of the installation, whatever it declares."""
