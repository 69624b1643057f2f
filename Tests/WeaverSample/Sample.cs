using System.Globalization;

namespace WeaverSample;

public static class Sample
{
    private static readonly Lazy<int> LazyAnswer = new(() => Sum(100));

    static Sample() => Started = Sum(1_000);

    public static int Started { get; }

    public static int Answer => LazyAnswer.Value;

    public static int Sum(int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++)
        {
            sum += i;
        }

        return sum;
    }

    public static int Depth(int depth) => depth == 0 ? 0 : 1 + Odd(depth - 1);

    public static byte[] Bytes(int count) => new byte[count];

    public static string Pad(string text, int width) => text.PadLeft(width, ' ');

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Swallow(Action action)
    {
        try
        {
            action();
            return "done";
        }
        catch (InvalidOperationException)
        {
            return "invalid";
        }
        catch (Exception e) when (e.Message.Length > 0)
        {
            return "caught";
        }
    }

    private static int Odd(int depth) => depth == 0 ? 0 : 1 + Depth(depth - 1);
}
