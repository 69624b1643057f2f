try{(function(){let s=new DisposableStack();for(let i=0;i<3e5;i++)s.defer(()=>{throw i});s.dispose()})()}catch(e){let n=0;while(e.suppressed!==undefined&&n<1e6){e=e.suppressed;n++}}1
