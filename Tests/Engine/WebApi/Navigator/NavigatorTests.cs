using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Navigator;

public class NavigatorTests
{
    [Fact]
    public void It_says_what_workers_expect_and_nothing_of_the_machine() => Assert.Equal(
        """["Cloudflare-Workers",1,"en",["en"],true]""",
        TestRealm.Json("return [navigator.userAgent, navigator.hardwareConcurrency, navigator.language, navigator.languages, navigator instanceof Navigator]"));
}
