using Jint;
using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Url;

public class UrlTests
{
    [Fact]
    public void A_URL_has_the_parts_of_its_string() => Assert.Equal(
        """["https://u:p@h:8443/a/b?c=d#e","https://h:8443","https:","u","p","h:8443","h","8443","/a/b","?c=d","#e","d"]""",
        TestRealm.Json("""
            const u = new URL("b?c=d#e", "https://u:p@h:8443/a/x");
            return [u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash, u.searchParams.get("c")];
            """));

    [Fact]
    public void Parts_can_be_assigned_and_what_does_not_fit_is_ignored() => Assert.Equal(
        "\"wss://%3Au:p%40@example.org:81/x%20y?q=%C3%A9#%20\"",
        TestRealm.Json("""
            const u = new URL("https://h/a");
            u.protocol = "wss"; u.protocol = "foo"; u.username = ":u"; u.password = "p@"; u.host = "example.org:81"; u.port = "x";
            u.hostname = "a b"; u.hostname = "x:1"; u.pathname = "x y"; u.search = "q=é"; u.hash = "# ";
            return u;
            """));

    [Fact]
    public void The_search_parameters_and_their_URL_follow_each_other() => Assert.Equal(
        """["https://h/?a=1&b=2+3#f","?a=1&b=2+3","9",true,"https://h/#f",0,"z"]""",
        TestRealm.Json("""
            const u = new URL("https://h/?a=1#f"), p = u.searchParams, out = [];
            p.append("b", "2 3"); out.push(u.href, u.search);
            u.search = "?c=9"; out.push(p.get("c"), p === u.searchParams);
            p.delete("c"); out.push(u.href, p.size);
            p.append("lost", "x"); u.href = "https://k/?y=z"; out.push(p.get("y"));
            return out;
            """));

    [Fact]
    public void A_string_that_is_no_URL_throws_or_says_so() => Assert.Equal(
        """["TypeError",false,true,null,"http://a/","TypeError"]""",
        TestRealm.Json("""
            const name = f => { try { f(); return "none"; } catch (e) { return e.constructor.name; } };
            return [name(() => new URL("nonsense")), URL.canParse("x"), URL.canParse("x", "http://a"), URL.parse("x"), URL.parse("http://a").href,
                name(() => { new URL("http://a").href = "x"; })];
            """));

    [Fact]
    public void Search_parameters_are_made_from_strings_sequences_records_and_each_other() => Assert.Equal(
        """["a=b&c=","a=1&a=2","a=1&b=2","x=%F0%9F%98%80","a=1","","c=d&c=e"]""",
        TestRealm.Json("""
            return [new URLSearchParams("?a=b&c"), new URLSearchParams([["a", 1], new Set(["a", "2"])]), new URLSearchParams({ a: 1, b: "2" }),
                new URLSearchParams("x=%F0%9F%98%80"), new URLSearchParams(new URLSearchParams("a=1")), new URLSearchParams(undefined),
                new URLSearchParams((function* () { yield ["c", "d"]; yield ["c", "e"]; })())].map(String);
            """));

    [Fact]
    public void A_pair_that_is_no_pair_is_a_TypeError() => Assert.Equal(
        """["TypeError","TypeError","TypeError","TypeError","TypeError"]""",
        TestRealm.Json("""
            const name = init => { try { new URLSearchParams(init); return "none"; } catch (e) { return e.constructor.name; } };
            return [name([["a"]]), name([["a", "b", "c"]]), name(["ab"]), name([1]), name({ [Symbol.iterator]: 1 })];
            """));

    [Fact]
    public void The_operations_of_search_parameters_do_what_they_say() => Assert.Equal(
        """[["1","3"],"1",null,true,false,true,"a=9&b=2","b=2",[["b","2"]],"b2"]""",
        TestRealm.Json("""
            const p = new URLSearchParams("a=1&b=2&a=3"), out = [p.getAll("a"), p.get("a"), p.get("z"), p.has("a", "3"), p.has("a", "4"), p.has("b", undefined)];
            p.set("a", 9); out.push(p.toString()); p.delete("a", "8"); p.delete("a", "9"); out.push(String(p)); out.push([...p]);
            let seen = ""; p.forEach((v, k) => seen += k + v); out.push(seen);
            return out;
            """));

    [Fact]
    public void Sorting_is_by_code_units_and_stable() => Assert.Equal(
        "\"a=1&a=0&%F0%9F%8C%88=x&%EF%AC%83=y\"",
        TestRealm.Json("""const p = new URLSearchParams("\ufb03=y&🌈=x&a=1&a=0"); p.sort(); return String(p);"""));

    [Fact]
    public void Iteration_sees_changes_made_meanwhile() => Assert.Equal(
        """["a","b","c"]""",
        TestRealm.Json("""const u = new URL("http://h/?a=1&b=2"), out = []; for (const [k] of u.searchParams) { out.push(k); if (k === "a") u.searchParams.append("c", 3); } return out;"""));

    [Fact]
    public void Calls_on_other_objects_are_refused()
    {
        Assert.Throws<JavaScriptException>(() => TestRealm.Run("URL.prototype.toString.call({})"));
        Assert.Throws<JavaScriptException>(() => TestRealm.Run("URL('http://a')"));
        Assert.Throws<JavaScriptException>(() => TestRealm.Run("new URL(Symbol())"));
        Assert.Throws<JavaScriptException>(() => TestRealm.Run("URL.parse()"));
    }

    [Fact]
    public void Many_changes_of_the_parameters_serialise_only_when_somebody_looks()
    {
        var result = TestRealm.Run("const u = new URL('http://h/'); for (let i = 0; i < 20000; i++) u.searchParams.append('k', 'v'); u.search.length");
        Assert.Equal(20000 * 4, result.AsNumber());
    }

    [Fact]
    public void A_subclass_is_a_URL() => Assert.Equal(
        """["http://h/",true,"[object URL]"]""",
        TestRealm.Json("""class Mine extends URL { get me() { return this.href; } } const m = new Mine("http://h"); return [m.me, m instanceof URL, Object.prototype.toString.call(m)];"""));
}
