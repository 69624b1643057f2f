let x=3n;for(let i=0;i<40;i++)try{x=x**3n}catch(e){x=x%(10n**100000n)}1
