let f=async n=>n?[await import("chain:"+n%50),await f(n-1),await f(n-1)]:0;await f(22);export default 1
