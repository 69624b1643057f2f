try{new RegExp("("+"x".repeat(5e7))}catch(e){e.message.length}
