let x=1n<<999990n;let c=0;for(let i=0;i<1000;i++)c+=x.toString(2).length;c
