// pureedge-fuzz target=api form=Handler seed=0 case=0
// Results that are arguments of further calls.
try { k[0] = note(new Map(Object.entries({ a: [1, 2], b: new Set([1]) }))); } catch (e) { failed(e); }
try { k[1] = note(structuredClone(k[0])); } catch (e) { failed(e); }
try { k[2] = note(JSON.stringify([...k[1]])); } catch (e) { failed(e); }
try { k[3] = note(new Response(k[2]).json()); await k[3].then(note); } catch (e) { failed(e); }
