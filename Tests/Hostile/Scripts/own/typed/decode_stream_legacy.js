let d=new TextDecoder("iso-2022-jp");let b=new Uint8Array(1e6).fill(0x1b);for(;;)d.decode(b,{stream:true})
