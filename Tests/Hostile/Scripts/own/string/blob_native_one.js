new Blob(["\r".repeat(3.3e7)],{endings:"native"}).size
