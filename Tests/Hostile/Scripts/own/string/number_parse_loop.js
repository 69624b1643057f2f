let s=" ".repeat(1e6)+"1".repeat(1e6)+"."+"5".repeat(1e6)+"e-1000000";let c=0;for(let i=0;i<1000;i++)c+=Number(s)+parseFloat(s)+parseInt(s,7);c
