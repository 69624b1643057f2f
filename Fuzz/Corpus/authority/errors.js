// pureedge-fuzz target=authority form=Handler seed=0 case=0
// What built-ins of the host throw is of this realm.
try { new Headers({ "a b": "c" }); } catch (e) { failed(e); walk(e, 300); }
try { await fetch("http://a.example/"); } catch (e) { failed(e); walk(e, 300); }
try { walk(ctx); walk(request, 300); walk(env); } catch (e) { failed(e); }
