"""What every institution needs; the kernel knows no domain."""
