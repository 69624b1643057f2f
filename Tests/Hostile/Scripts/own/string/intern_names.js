let o=null;for(let i=0;i<1e6;i++){const k="n"+i;try{o?.[k];({})[k];globalThis[k]}catch(e){}}1
