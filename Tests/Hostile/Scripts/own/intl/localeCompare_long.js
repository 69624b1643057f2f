let a="\u0065\u0301".repeat(2e6);let c=0;for(let i=0;i<50;i++)c+=a.localeCompare(a+"b","fr",{sensitivity:"accent"});c
