using Jint;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Tests.Interop;

public class InteropTests
{
    [Fact]
    public void A_promise_of_the_host_settles_in_a_turn()
    {
        var test = new TestRealm();
        test.Engine.SetValue("later", test.Realm.NewFunction("later", 0, (realm, _) => realm.ToPromise(new ValueTask<int>(Task.Run(() => 42)), (_, v) => v)));
        Assert.Equal(43, test.Evaluate("later().then(v => v + 1)").AsNumber());
    }

    [Fact]
    public void A_failure_inside_the_host_shows_a_script_nothing_of_it()
    {
        var test = new TestRealm();
        test.Engine.SetValue("later", test.Realm.NewFunction("later", 0, (realm, _) =>
            realm.ToPromise(new ValueTask<int>(Task.FromException<int>(new InvalidOperationException("secret"))), (_, v) => v)));
        var e = Assert.Throws<JavaScriptException>(() => test.Evaluate("later()"));
        Assert.Equal("internal error", e.Message);
    }

    [Fact]
    public void A_usv_string_has_no_lone_surrogates()
    {
        Assert.Equal("a\ufffdb", WebIdl.WellFormed("a\ud800b"));
        Assert.Equal("\ud83d\ude00", WebIdl.WellFormed("\ud83d\ude00"));
        Assert.Equal("\ufffd", WebIdl.WellFormed("\udc00"));
    }

    [Fact]
    public void Bytes_of_views_are_seen_in_place()
    {
        var test = new TestRealm();
        var view = test.Evaluate("globalThis.b = new Uint8Array([1,2,3,4,5]); new DataView(b.buffer, 1, 3)");
        Assert.True(BufferSource.TryGetBytes(view, out var bytes));
        Assert.Equal([2, 3, 4], bytes.ToArray());
        bytes.Span[0] = 9;
        Assert.Equal(9, test.Evaluate("b[1]").AsNumber());
    }

    [Fact]
    public void What_a_script_puts_over_a_view_is_not_asked()
    {
        var test = new TestRealm();
        var view = test.Evaluate("""
            const view = new DataView(new Uint8Array([1,2,3]).buffer, 1);
            for (const name of ["buffer", "byteOffset", "byteLength"]) Object.defineProperty(view, name, { get() { throw 1; } });
            view
            """);
        Assert.True(BufferSource.TryGetBytes(view, out var bytes));
        Assert.Equal([2, 3], bytes.ToArray());
    }
}
