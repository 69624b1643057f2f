let n=0;(function f(){for(let i=0;i<50;i++)scheduler.wait(0).then(f);n++})();n
