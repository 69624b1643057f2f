"import(".repeat(1e4)+"'x'"+")".repeat(1e4)+".catch(()=>1);export default 1"
