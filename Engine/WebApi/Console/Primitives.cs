using System.Globalization;
using System.Numerics;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Console;

/// <summary>Primitive values and property names as text, in the style of Node's util.inspect.</summary>
internal static class Primitives
{
    /// <summary>Digits of larger numbers take time that grows faster than their length.</summary>
    private const int MaxBigIntBits = 32_768;

    private const int BigIntSquareBitsPerFuel = 1 << 17;

    public static string Text(WorkerRealm realm, JsValue value, int budget) => value switch
    {
        JsString text => Quote(text.ToString(), budget),
        JsNumber number => Number(number),
        JsBigInt big => BigInt(realm, big) + "n",
        JsSymbol symbol => Cut(symbol.ToString(), budget),
        _ => TypeConverter.ToString(value),
    };

    public static string Number(JsNumber number)
    {
        var value = number.AsNumber();
        return value == 0 && double.IsNegative(value) ? "-0" : TypeConverter.ToString(number);
    }

    public static string BigInt(WorkerRealm realm, JsBigInt big)
    {
        var value = (BigInteger)big.ToObject();
        var bits = value.GetBitLength();
        if (bits > MaxBigIntBits)
        {
            return $"[{bits} bits]";
        }

        realm.Host.Scope.Limits.ChargeFuel(bits * bits / BigIntSquareBitsPerFuel);
        return value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A property's name before the colon.</summary>
    public static string Key(JsValue key, int budget)
    {
        if (key is JsSymbol)
        {
            return $"[{Cut(key.ToString(), budget)}]";
        }

        var name = key.ToString();
        return IsIdentifier(name) ? Cut(name, budget) : Quote(name, budget);
    }

    public static string Cut(string text, int budget) => text.Length <= budget ? text : string.Concat(text.AsSpan(0, Math.Max(0, budget)), "...");

    private static bool IsIdentifier(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '$'))
            {
                return false;
            }
        }

        return true;
    }

    private static string Quote(string text, int budget)
    {
        var cut = Cut(text, budget);
        var quote = !cut.Contains('\'') ? '\'' : !cut.Contains('"') ? '"' : !cut.Contains('`') ? '`' : '\'';
        var result = new StringBuilder(cut.Length + 2).Append(quote);
        foreach (var c in cut)
        {
            switch (c)
            {
                case '\n':
                    result.Append("\\n");
                    break;
                case '\r':
                    result.Append("\\r");
                    break;
                case '\t':
                    result.Append("\\t");
                    break;
                case '\\':
                    result.Append("\\\\");
                    break;
                case < ' ' or '\u007f':
                    result.Append("\\x").Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
                    break;
                default:
                    if (c == quote)
                    {
                        result.Append('\\');
                    }

                    result.Append(c);
                    break;
            }
        }

        return result.Append(quote).ToString();
    }
}
