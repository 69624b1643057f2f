new Response("["+"{\"a\":[1,2,3]},".repeat(1e6)+"1]").json();1
