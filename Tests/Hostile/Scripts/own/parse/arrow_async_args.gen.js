"async(".repeat(2e4)+")".repeat(2e4)+"=>1"
