let s="";for(let i=0;i<9000;i++)s+="export * as r"+i+" from 'chain:"+(i%5)+"';import c"+i+" from 'chain:"+(i%5)+"';";s+"export default c1"
