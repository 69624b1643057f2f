let r=/a/y;let n=0;r.lastIndex={valueOf(){if(n++<1e7){r.exec("aaa")}return 0}};r.exec("aaa")
