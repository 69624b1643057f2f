using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PureEdge.AspNetCore.Dashboard;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Dashboard;

/// <summary>The charts of usage: what is drawn, and what is said to who does not see it.</summary>
public sealed partial class UsageChartTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_bar_is_as_high_as_its_share_of_the_top_and_idle_hours_have_none()
    {
        var chart = Charts(new long[] { 0, 50, 100, 0 })[0];
        var bars = chart.Descendants("rect").ToArray();
        Assert.Equal(["74", "148"], bars.Select(static bar => (string)bar.Attribute("height")!));
        Assert.Equal(["2026-03-01 01:00: 50", "2026-03-01 02:00: 100"], bars.Select(static bar => bar.Element("title")!.Value));
        Assert.Contains("100", chart.Descendants("text").Select(static text => text.Value));
        Assert.Contains("50", chart.Descendants("text").Select(static text => text.Value));
    }

    [Theory]
    [InlineData(1, "2")]
    [InlineData(3, "4")]
    [InlineData(7, "10")]
    [InlineData(11, "20")]
    [InlineData(1_500_000, "2 M")]
    [InlineData(long.MaxValue, "9223372.04 T")]
    public void The_top_of_a_chart_is_a_round_number(long most, string top) =>
        Assert.Contains(top, Charts([most])[0].Descendants("text").Select(static text => text.Value));

    [Fact]
    public void A_chart_is_an_image_with_a_name_and_a_text_and_the_table_has_all_numbers()
    {
        var html = UsageChart.All(Hours([5, 7]), "<w>").Text;
        foreach (var svg in Charts(new long[] { 5, 7 }))
        {
            Assert.Equal("img", (string?)svg.Attribute("role"));
            Assert.Equal((string?)svg.Attribute("aria-labelledby"), $"{(string?)svg.Element("title")!.Attribute("id")} {(string?)svg.Element("desc")!.Attribute("id")}");
        }

        Assert.Contains("12 in 2 hours; the most in the hour 2026-03-01 01:00: 7.", html, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">2026-03-01 01:00</th><td class=\"number\">7</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<w>", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\sstyle=|<style|<script|\sfill=|\son[a-z]+=", html);
    }

    [Fact]
    public async Task Who_may_see_some_workers_sees_the_charts_of_those()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("mine", "export default { fetch() { return new Response('x'); } };");
        await api.PutAsync("other", "export default { fetch() { throw new Error('y'); } };");
        await UploadTests.AskAsync(server, "mine");
        await UploadTests.AskAsync(server, "other");
        using var admin = await Browser.LoggedInAsync(server);
        Assert.Contains("2 in 24 hours", await admin.PageAsync("/dashboard/usage"), StringComparison.Ordinal);
        var week = await admin.PageAsync("/dashboard/usage?worker=other&hours=168");
        Assert.Contains("1 in 168 hours", week, StringComparison.Ordinal);
        Assert.Equal(3, Figures().Count(week));
        Assert.Equal(3, Figures().Count(await admin.PageAsync("/dashboard/workers/other")));
        Assert.Contains("&#x27;idle&#x27; was not used", await admin.PageAsync("/dashboard/usage?worker=idle"), StringComparison.Ordinal);
        using var strange = await admin.GetAsync("/dashboard/usage?worker=" + new string('x', 5000));
        Assert.Equal(HttpStatusCode.BadRequest, strange.StatusCode);

        using var deployer = await Browser.LoggedInAsync(server, await DashboardTests.CreateTokenAsync(api, "deployer", "deploy", "mine"));
        var own = await deployer.PageAsync("/dashboard/usage");
        Assert.Contains("1 in 24 hours", own, StringComparison.Ordinal);
        Assert.Contains("None in 24 hours.", own, StringComparison.Ordinal);
        Assert.DoesNotContain(">other<", own, StringComparison.Ordinal);
        using var refused = await deployer.GetAsync("/dashboard/usage?worker=other");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static UsageHour[] Hours(long[] requests) => [.. requests.Select(static (value, index) => new UsageHour(Midnight.AddHours(index), new(value, 0, 0, 0, 0)))];

    private static XElement[] Charts(long[] requests) =>
        [.. Svg().Matches(UsageChart.All(Hours(requests), "w").Text).Select(static match => XElement.Parse(match.Value))];

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();

    [GeneratedRegex("<figure class=\"chart\">")]
    private static partial Regex Figures();
}
