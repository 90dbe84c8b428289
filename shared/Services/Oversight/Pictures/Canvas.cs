using System.Buffers.Binary;
using System.IO.Compression;

namespace AgentTrader.Services.Oversight.Pictures;

/// <summary>A small picture of a few colours, and its PNG (https://www.w3.org/TR/png-3/), which mail and chat can show.</summary>
/// <param name="width">Pixels.</param>
/// <param name="height">Pixels.</param>
/// <param name="palette">Colours as 0xRRGGBB; a pixel is a place in it. The first is the ground.</param>
public sealed class Canvas(int width, int height, IReadOnlyList<int> palette)
{
    private readonly byte[] pixels = new byte[width * height];

    /// <summary>Fills a rectangle; what lies outside is cut off.</summary>
    public void Fill(int left, int top, int right, int bottom, int colour)
    {
        for (var y = Math.Max(top, 0); y < Math.Min(bottom, height); y++)
        {
            var from = Math.Clamp(left, 0, width);
            pixels.AsSpan((y * width) + from, Math.Clamp(right, from, width) - from).Fill((byte)colour);
        }
    }

    /// <summary>Writes text from its upper left corner; a character is 6 by 8 times <paramref name="scale"/> pixels.</summary>
    public void Write(string text, int left, int top, int colour, int scale = 2)
    {
        foreach (var character in text)
        {
            var columns = Glyphs.Of(character);
            for (var column = 0; column < columns.Length; column++)
            {
                for (var row = 0; row < 7; row++)
                {
                    if ((columns[column] >> row & 1) != 0)
                    {
                        var (x, y) = (left + (column * scale), top + (row * scale));
                        Fill(x, y, x + scale, y + scale, colour);
                    }
                }
            }

            left += 6 * scale;
        }
    }

    /// <summary>The picture as a PNG of indexed colours.</summary>
    public byte[] ToPng()
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        // Eight bits a pixel, a palette, the one compression and filter method that exist, not interlaced.
        ((ReadOnlySpan<byte>)[8, 3, 0, 0, 0]).CopyTo(header[8..]);
        Chunk(png, "IHDR"u8, header);
        Chunk(
            png,
            "PLTE"u8,
            palette.SelectMany(colour => (byte[])[(byte)(colour >> 16), (byte)(colour >> 8), (byte)colour]).ToArray()
        );
        Chunk(png, "IDAT"u8, Compressed());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private byte[] Compressed()
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                // Each row begins with its filter: none.
                zlib.WriteByte(0);
                zlib.Write(pixels, y * width, width);
            }
        }

        return data.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return crc;
    }
}
