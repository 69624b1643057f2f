using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jint;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.UrlPatterns;

public class UrlPatternTests
{
    [Theory]
    [InlineData("new URLPattern({ pathname: '/books/:id(\\\\d+)' }).exec('https://a.example/books/12').pathname.groups.id", "12")]
    [InlineData("new URLPattern('/a/*', 'https://h.example').exec({ pathname: '/a/b/c', baseURL: 'https://h.example' }).pathname.groups[0]", "b/c")]
    [InlineData("new URLPattern('https://*.example/{x}?').test('https://a.example/')", "true")]
    [InlineData("new URLPattern({ pathname: '/A' }, { ignoreCase: true }).test('http://h/a')", "true")]
    [InlineData("new URLPattern({ pathname: '/A' }).test('http://h/a')", "false")]
    [InlineData("new URLPattern({ pathname: '/(a|b)' }).hasRegExpGroups", "true")]
    [InlineData("new URLPattern('http://h:80/').port", "")]
    [InlineData("new URLPattern({ hostname: 'bücher.example', protocol: 'https' }).hostname", "xn--bcher-kva.example")]
    [InlineData("String(new URLPattern().exec('http://h/a').pathname.groups[0])", "/a")]
    [InlineData("new URLPattern({ pathname: '/x/:a?' }).exec('http://h/x').pathname.groups.a === undefined", "true")]
    public void Patterns_match_as_the_standard_says(string code, string expected) =>
        Assert.Equal(expected, TestRealm.Run($"String({code})").ToString());

    [Theory]
    [InlineData("new URLPattern('/a')")]
    [InlineData("new URLPattern({ pathname: '/:a/:a' })")]
    [InlineData("new URLPattern({ pathname: '/(a' })")]
    [InlineData("new URLPattern({ pathname: '/([b-a])' })")]
    [InlineData("new URLPattern({ port: 'x' })")]
    [InlineData("new URLPattern({}, 'http://h/')")]
    [InlineData("new URLPattern(Symbol())")]
    public void What_is_no_pattern_is_a_TypeError(string code) =>
        Assert.Equal("TypeError", TestRealm.Run($"try {{ {code}; 'passed' }} catch (e) {{ e.name }}").ToString());

    [Theory]
    [InlineData("../../", "")]
    [InlineData("a/../../b", "")]
    [InlineData("../a", "../a")]
    [InlineData("/../a", "/a")]
    public void Dots_that_go_above_a_relative_path_leave_nothing(string pattern, string expected) =>
        Assert.Equal(expected, TestRealm.Run($"new URLPattern({{ pathname: '{pattern}' }}).pathname").ToString());

    [Property(MaxTest = 300)]
    public Property A_pattern_in_its_normal_form_is_its_own_normal_form() => Prop.ForAll(
        Gen.Elements("/", "a", ":n", ":m", "*", "(x+)", "{", "}", "?", "+", "\\", ".", "é", "%41", " ", "{/b}", "(.*)", "..", "#", "[", ":", "(").ListOf().Select(x => string.Concat(x)).ToArbitrary(),
        Gen.Elements("pathname", "hostname", "search", "hash", "protocol", "username").ToArbitrary(),
        (pattern, component) =>
        {
            var test = new TestRealm();
            test.Engine.SetValue("text", pattern);
            var outcome = test.Evaluate($$"""
                (() => {
                  let first;
                  try { first = new URLPattern({ {{component}}: text }).{{component}}; } catch (e) { return e instanceof TypeError; }
                  return new URLPattern({ {{component}}: first }).{{component}} === first;
                })()
                """);
            return outcome.AsBoolean();
        });

    [Theory]
    [InlineData("new URLPattern({ pathname: s })")]
    [InlineData("new URLPattern('http://h/' + s)")]
    [InlineData("new URLPattern({ pathname: '/*' }).test('http://h/' + s)")]
    public void Large_patterns_and_inputs_are_charged_in_proportion(string statement)
    {
        var test = new TestRealm();
        test.Evaluate("var s = 'a'.repeat(1 << 17)");
        var before = test.Scope.Limits.Report.Fuel;
        test.Evaluate(statement);
        Assert.True(test.Scope.Limits.Report.Fuel - before >= (1 << 17) / 64);
    }

    [Fact]
    public void A_script_that_replaces_exec_changes_nothing() =>
        Assert.Equal("1", TestRealm.Run("RegExp.prototype.exec = () => null; String(new URLPattern({ pathname: '/:a' }).exec('http://h/1').pathname.groups.a)").ToString());
}
