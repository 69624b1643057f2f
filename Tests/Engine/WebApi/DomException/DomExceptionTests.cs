using Jint;
using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.Tests.WebApi.DomException;

public class DomExceptionTests
{
    [Fact]
    public void It_is_an_error_with_a_name_a_message_and_a_code() => Assert.Equal(
        """["gone","AbortError",20,true,true,"string","AbortError: gone","[object DOMException]"]""",
        TestRealm.Json("""
            const e = new DOMException("gone", "AbortError");
            return [e.message, e.name, e.code, e instanceof Error, e instanceof DOMException, typeof e.stack, String(e), Object.prototype.toString.call(e)];
            """));

    [Fact]
    public void Without_arguments_it_is_a_plain_error() => Assert.Equal(
        """["","Error",0]""", TestRealm.Json("const e = new DOMException(); return [e.message, e.name, e.code];"));

    [Fact]
    public void Constants_are_on_the_constructor_and_on_the_prototype() => Assert.Equal(
        """[25,25,1,0]""", TestRealm.Json("""
            return [DOMException.DATA_CLONE_ERR, new DOMException().DATA_CLONE_ERR, DOMException.INDEX_SIZE_ERR, new DOMException("", "ValidationError").code];
            """));

    [Fact]
    public void Members_refuse_other_objects() => Assert.Equal(
        "true", TestRealm.Json("try { Object.getOwnPropertyDescriptor(DOMException.prototype, 'name').get.call({}); } catch (e) { return e instanceof TypeError; }"));

    [Fact]
    public void The_stack_names_the_function_that_made_it()
    {
        var stack = TestRealm.Run("function culprit() { return new DOMException('x'); } culprit().stack").ToString();
        Assert.Contains("culprit", stack, StringComparison.Ordinal);
    }

    [Fact]
    public void An_algorithm_of_the_host_throws_one_that_a_script_catches()
    {
        var test = new TestRealm();
        test.Engine.SetValue("fail", test.Realm.NewFunction("fail", 0, (realm, _) => throw DomExceptions.New(realm, "DataCloneError", "no")));
        Assert.Equal("DataCloneError: no", test.Evaluate("try { fail(); } catch (e) { `${e}` }").ToString());
        var e = Assert.Throws<JavaScriptException>(() => test.Evaluate("fail()"));
        Assert.Equal("no", e.Message);
    }

    [Fact]
    public void A_subclass_keeps_its_class() => Assert.Equal(
        "[true,\"m\"]", TestRealm.Json("class Mine extends DOMException {} const e = new Mine('m'); return [e instanceof Mine, e.message];"));
}
