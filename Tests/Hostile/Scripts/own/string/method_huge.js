try{new Request("http://a/",{method:"M".repeat(6e7)})}catch(e){e.message.length}
