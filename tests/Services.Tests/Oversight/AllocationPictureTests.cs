using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AgentTrader.Core.Oversight;
using AgentTrader.Services.Oversight.Pictures;

namespace AgentTrader.Services.Tests.Oversight;

public sealed class AllocationPictureTests
{
    private static readonly AllocationSlice[] Before = [new("KO", 20_000m, 20m), new(null, 80_000m, 80m)];
    private static readonly AllocationSlice[] After =
    [
        new("TSLA", 50_000m, 50m),
        new("KO", 20_000m, 20m),
        new(null, 30_000m, 30m),
    ];

    [Fact]
    public void The_bars_are_as_long_as_the_parts()
    {
        var picture = Decoded.Of(AllocationPicture.Draw(Before, After));
        // TSLA is the larger of the two and so the first colour, KO the second; cash is a grey of its own.
        Assert.Equal((0.0, 0.2, 0.8), Shares(picture, row: 30));
        Assert.Equal((0.5, 0.2, 0.3), Shares(picture, row: 82));
    }

    [Fact]
    public void The_same_portfolio_gives_the_same_bytes() =>
        Assert.Equal(AllocationPicture.Draw(Before, After), AllocationPicture.Draw(Before, After));

    [Fact]
    public void A_portfolio_of_a_hundred_symbols_and_one_of_none_are_drawn_too()
    {
        var many = Enumerable.Range(0, 100).Select(place => new AllocationSlice($"SYM{place}", 1m, 1m)).ToList();
        Assert.Equal(640, Decoded.Of(AllocationPicture.Draw(many, many)).Width);
        Assert.Equal(640, Decoded.Of(AllocationPicture.Draw([], [])).Width);
        Assert.InRange(AllocationPicture.Draw(many, many).Length, 100, 20_000);
    }

    [Fact]
    public void It_can_be_said_in_words() =>
        Assert.Equal(
            "Portfolio before and after: TSLA 0.0% then 50.0%, KO 20.0% then 20.0%, CASH 80.0% then 30.0%.",
            AllocationPicture.Describe(Before, After)
        );

    private static (double First, double Second, double Cash) Shares(Decoded picture, int row)
    {
        double Share(int colour) => Math.Round(picture.Row(row).Count(pixel => pixel == colour) / 512.0, 2);
        return (Share(4), Share(5), Share(2));
    }

    /// <summary>A PNG of indexed colours, read by the standard and with its checksums.</summary>
    private sealed record Decoded(int Width, int Height, byte[] Pixels)
    {
        public static Decoded Of(byte[] png)
        {
            Assert.Equal(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, png[..8]);
            var (width, height) = (0, 0);
            using var data = new MemoryStream();
            var types = new List<string>();
            for (var at = 8; at < png.Length; )
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
                var type = Encoding.ASCII.GetString(png, at + 4, 4);
                var body = png.AsSpan(at + 8, length);
                Assert.Equal(
                    Crc(png.AsSpan(at + 4, length + 4)),
                    BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length))
                );
                types.Add(type);
                if (type == "IHDR")
                {
                    (width, height) = (
                        BinaryPrimitives.ReadInt32BigEndian(body),
                        BinaryPrimitives.ReadInt32BigEndian(body[4..])
                    );
                }
                else if (type == "IDAT")
                {
                    data.Write(body);
                }

                at += length + 12;
            }

            Assert.Equal(["IHDR", "PLTE", "IDAT", "IEND"], types);
            data.Position = 0;
            using var zlib = new ZLibStream(data, CompressionMode.Decompress);
            using var rows = new MemoryStream();
            zlib.CopyTo(rows);
            Assert.Equal((width + 1) * height, rows.Length);
            return new(width, height, rows.ToArray());
        }

        public byte[] Row(int y) => Pixels[((y * (Width + 1)) + 1)..((y + 1) * (Width + 1))];

        /// <summary>The CRC of the standard, bit by bit over a reversed register, another way than the writer's.</summary>
        private static uint Crc(ReadOnlySpan<byte> bytes)
        {
            var register = 0xFFFFFFFFu;
            foreach (var value in bytes)
            {
                for (var bit = 0; bit < 8; bit++)
                {
                    var one = ((register ^ (uint)(value >> bit)) & 1) != 0;
                    register = (register >> 1) ^ (one ? 0xEDB88320u : 0);
                }
            }

            return ~register;
        }
    }
}
