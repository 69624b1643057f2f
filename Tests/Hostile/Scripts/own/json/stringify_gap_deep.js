let a=1;for(let i=0;i<450;i++)a=[a,a.x];JSON.stringify(Array(500).fill(a),null,10).length
