"""What would a car cost per month: policy, arithmetic and quotes."""
