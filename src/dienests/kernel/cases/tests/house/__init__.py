"""An invented guest house whose procedures use every property of the language; an app in tests only."""
