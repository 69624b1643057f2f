let m="x".repeat(1e5);addEventListener("unhandledrejection",e=>{Promise.reject(e.reason)});for(let i=0;i<1e5;i++)Promise.reject(new Error(m+i));1
