using System.Text;
using System.Text.Json;
using PureEdge.Engine.Bindings;

namespace PureEdge.Engine.Tests.Bindings;

/// <summary>A binding that says what it was given, and gives what it is asked for.</summary>
internal sealed class EchoBinding : IWorkerBinding
{
    private static readonly BindingClass Shape = new(
        "Echo",
        BindingMethod.Create<EchoBinding>("describe", 0, static async (_, call) => BindingValue.From(await DescribeAsync(call[0]))),
        BindingMethod.Create<EchoBinding>("json", 1, static (_, call) => ValueTask.FromResult(BindingValue.From(Json(call[0])))),
        BindingMethod.Create<EchoBinding>("give", 1, static async (self, call) =>
        {
            await Task.Yield();
            return Give(self, call[0].Text);
        }),
        BindingMethod.Fetch<EchoBinding>(static self => self.Destination));

    public BindingClass Class => Shape;

    public IOutboundFetcher Destination { get; init; } = null!;

    private static BindingValue Give(EchoBinding self, string what) => what switch
    {
        "undefined" => BindingValue.Undefined,
        "null" => BindingValue.Null,
        "true" => BindingValue.From(true),
        "number" => BindingValue.From(1.5),
        "text" => BindingValue.From("grüß"),
        "bytes" => BindingValue.From(new byte[] { 1, 2, 3 }.AsMemory()),
        "stream" => BindingValue.From(new MemoryStream(Encoding.UTF8.GetBytes("streamed")), 8),
        "date" => BindingValue.From(DateTimeOffset.UnixEpoch),
        "list" => BindingValue.List([BindingValue.From("a"), BindingValue.Null]),
        "record" => BindingValue.Record([new("__proto__", BindingValue.From("own")), new("b", BindingValue.From(2))]),
        "map" => BindingValue.Map([new("k", BindingValue.From("v"))]),
        "json" => BindingValue.Json("""{"a":[1,null]}"""u8.ToArray()),
        "broken json" => BindingValue.Json("{"u8.ToArray()),
        "object" => BindingValue.From(self),
        "error" => throw new HostErrorException(HostErrorKind.RangeError, "too far"),
        _ => throw new InvalidOperationException("a secret of the host"),
    };

    private static async Task<string> DescribeAsync(BindingValue value) => value.Kind switch
    {
        BindingValueKind.Bytes => "Bytes " + Convert.ToHexString(value.Bytes.Span),
        BindingValueKind.Stream => "Stream " + await new StreamReader(value.Stream!).ReadToEndAsync(),
        BindingValueKind.Object => "Object " + value.Object!.Class.Name,
        BindingValueKind.Undefined => "Undefined",
        _ => $"{value.Kind} {Json(value)}",
    };

    private static string Json(BindingValue value)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            value.WriteJson(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
