let a=[];for(let i=0;i<600;i++)a=[a];JSON.stringify(Array(2000).fill(a),null,"          ").length
