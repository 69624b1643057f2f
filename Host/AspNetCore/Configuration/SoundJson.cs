using System.Text.Json;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>JSON from outside: what its texts escape must be text, or reading one of them would be a fault long after it was parsed.</summary>
internal static class SoundJson
{
    /// <summary>Refuses texts and names with half of a surrogate pair or bytes that are no UTF-8.</summary>
    /// <exception cref="JsonException">There is one, or it is no JSON.</exception>
    public static void Require(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsText(ref reader))
            {
                throw new JsonException("A text has half of a surrogate pair.");
            }
        }
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return System.Text.Unicode.Utf8.IsValid(reader.ValueSpan);
        }

        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
