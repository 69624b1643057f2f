let k=[];for(let i=0;i<200;i++)k.push(new Response("[".repeat(1e5)).json().catch(e=>1));1
