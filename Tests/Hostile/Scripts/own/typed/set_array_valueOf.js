let t=new Uint8Array(1e6);t.set(Array(1e6).fill({valueOf(){t.set([1]);return 1}}))
