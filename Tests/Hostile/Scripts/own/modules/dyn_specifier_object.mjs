let n=0;let o={toString(){if(n++<1e5)import(o).catch(()=>1);return "x"}};import(o).catch(()=>1);export default n
