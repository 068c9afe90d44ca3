"""值班: who looks after the classes outside their lessons, handed out once the week is there."""
