let a=7n**100000n,b=5n**110000n;while(b)[a,b]=[b,a%b];1
