using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

public class HeaderListLaws
{
    private static readonly string[] Names = ["a", "A", "b", "Set-Cookie", "set-cookie", "x-y", "X-Y"];

    [Property]
    public void Sort_and_combine_is_sorted_lower_case_and_says_the_same((byte Name, byte Value)[] headers)
    {
        var list = Make(headers);
        var sorted = list.SortAndCombine();
        Assert.Equal(sorted.Select(h => h.Key), sorted.Select(h => h.Key.ToLowerInvariant()).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var group in sorted.GroupBy(h => h.Key, StringComparer.Ordinal))
        {
            Assert.Equal(list.Get(group.Key), string.Join(", ", group.Select(h => h.Value)));
            Assert.Equal(group.Key == "set-cookie" ? list.GetAll(group.Key).Count : 1, group.Count());
        }

        Assert.All(Names, n => Assert.Equal(list.Contains(n), sorted.Any(h => h.Key.Equals(n, StringComparison.OrdinalIgnoreCase))));
    }

    [Property]
    public void The_size_is_that_of_the_names_and_values_after_any_change((byte Name, byte Value)[] headers, (byte Name, bool Set)[] changes)
    {
        var list = Make(headers);
        foreach (var (name, set) in changes)
        {
            var version = list.Version;
            if (set)
            {
                list.Set(Name(name), "new");
                Assert.Equal("new", list.Get(Name(name)));
                Assert.NotEqual(version, list.Version);
            }
            else
            {
                var had = list.Contains(Name(name));
                Assert.Equal(had, list.Remove(Name(name)));
                Assert.False(list.Contains(Name(name)));
                Assert.Equal(had, list.Version != version);
            }

            Assert.Equal(Enumerable.Range(0, list.Count).Sum(i => list[i].Key.Length + list[i].Value.Length), list.Size);
            Assert.Equal(list.Size, list.Clone().Size);
        }
    }

    private static string Name(byte index) => Names[index % Names.Length];

    private static HeaderList Make((byte Name, byte Value)[] headers)
    {
        var list = new HeaderList();
        foreach (var (name, value) in headers)
        {
            list.Append(Name(name), value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return list;
    }
}
