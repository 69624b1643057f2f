let t=new Uint8Array(2e7);let c=0;for(let i=0;i<100;i++)c+=(t.toBase64?.()??"").length;c
