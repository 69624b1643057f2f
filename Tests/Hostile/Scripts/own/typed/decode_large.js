//RELAXED
// A buffer of characters beside the text.
new TextDecoder().decode(new Uint8Array(268435400)).length
