using System.Globalization;
using System.Text;
using PureEdge.Metering.Normalization;
using PureEdge.Tests.Shared;

namespace PureEdge.Limits.Tests.Metering.Normalization;

/// <summary>The same text in Node.js, whose normalisation is ICU's.</summary>
public class NodeNormalizationTests
{
    // Writes the version of Unicode; then every assigned code point, and random texts of such as have a part in normalisation, each
    // with its four forms, in hexadecimal; "=" for a form that changes nothing.
    private const string Script = """
        const hex = s => { let out = ""; for (let i = 0; i < s.length; i++) out += s.charCodeAt(i).toString(16).padStart(4, "0"); return out; };
        const lines = [process.versions.unicode], special = [];
        const write = s => { const forms = ["NFC", "NFD", "NFKC", "NFKD"].map(f => s.normalize(f)); lines.push([hex(s), ...forms.map(f => f === s ? "=" : hex(f))].join(" ")); return forms; };
        for (let c = 0; c < 0x110000; c++) {
            const s = String.fromCodePoint(c);
            if (/\p{Cn}/u.test(s)) continue;
            if (write(s)[3] !== s && (c < 0xac00 || c > 0xd7a3 || c % 97 === 0) || /\p{M}|[\u1100-\u11ff]/u.test(s)) special.push(s);
        }
        let seed = 20261127;
        const random = n => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor(seed / 4294967296 * n); };
        const marks = special.filter(s => /\p{M}/u.test(s)), jamo = special.filter(s => /[\u1100-\u11ff]/u.test(s));
        const pick = list => list[random(list.length)];
        for (let i = 0; i < 20000; i++) {
            let s = "";
            for (let n = i % 500 === 0 ? 300 : 1 + random(10); n > 0; n--) {
                const kind = random(8);
                s += kind < 3 ? pick(marks) : kind < 4 ? pick(jamo) : kind < 6 ? pick(special) : kind < 7 ? "abcdefsz \u0415\u0627\u0915\u30ab\ud55c\ud834\udd65"[random(17)] : "aeo".charAt(random(3)) + String.fromCharCode(0x300 + random(0x46));
            }
            write(s);
        }
        require("fs").writeSync(1, lines.join("\n"));
        """;

    [SkippableFact]
    public async Task Node_gives_the_same()
    {
        var output = await ToolProcess.RunAsync("node", ["-e", Script], AppContext.BaseDirectory, TimeSpan.FromMinutes(2));
        Skip.If(output is null, "Node.js is not on this machine: there is nothing to compare with.");
        var lines = output.Split('\n');

        // Of another version of Unicode than our data, only characters that the class library knows as well are surely in both.
        var isOurs = Version.Parse(lines[0].Trim()) is var theirs && new Version(theirs.Major, theirs.Minor) == NormalizationData.Instance.Version;
        var compared = 0;
        var differences = new List<string>();
        foreach (var line in lines.Skip(1))
        {
            var fields = line.Split(' ');
            var text = Text(fields[0]);
            if (!isOurs && !IsAssigned(text))
            {
                continue;
            }

            compared++;
            for (var i = 0; i < Texts.Forms.Length; i++)
            {
                var expected = fields[i + 1] == "=" ? text : Text(fields[i + 1]);
                var actual = TextNormalizer.Normalize(text, Texts.Forms[i]);
                if (!string.Equals(expected, actual, StringComparison.Ordinal))
                {
                    differences.Add($"{Texts.Forms[i]} of {Texts.Hex(text)} is {Texts.Hex(expected)}, not {Texts.Hex(actual)}");
                }
            }
        }

        Assert.Empty(differences.Take(20));
        // Assigned were 150,000 characters and 140,000 for private use when this was written.
        Assert.InRange(compared, 250_000, 1_200_000);
    }

    private static string Text(string hex)
    {
        var text = new StringBuilder(hex.Length / 4);
        for (var at = 0; at < hex.Length; at += 4)
        {
            text.Append((char)ushort.Parse(hex.AsSpan(at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static bool IsAssigned(string text)
    {
        for (int at = 0, width; at < text.Length; at += width)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(CodePoint.Read(text, at, out width)) == UnicodeCategory.OtherNotAssigned)
            {
                return false;
            }
        }

        return true;
    }
}
