new Response(new ReadableStream({pull(c){c.enqueue(new Uint8Array(65536))}})).text().then(t=>t.length,e=>1);1
