let o={get v(){return null},set v(x){}};for(;;){o.v??=1;o.v||=1;o.v&&=1;o.v**=2}
