"import x from 'chain:1' with {"+Array.from({length:2e4},(_,i)=>"k"+i+":'v'").join()+"};export default x"
