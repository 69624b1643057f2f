let o={};for(let i=0;i<28;i++)o={a:o,b:o};JSON.stringify(o).length
