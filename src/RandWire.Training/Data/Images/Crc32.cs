namespace RandWire.Training.Data.Images;

/// <summary>The checksum of PNG chunks (ISO 3309, polynomial 0xEDB88320 reflected), eight bytes a step.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFF_FFFF;
        ReadOnlySpan<uint> table = Table;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = table[0x700 + (int)(low & 0xFF)] ^ table[0x600 + (int)(low >> 8 & 0xFF)] ^ table[0x500 + (int)(low >> 16 & 0xFF)]
                ^ table[0x400 + (int)(low >> 24)] ^ table[0x300 + bytes[4]]
                ^ table[0x200 + bytes[5]] ^ table[0x100 + bytes[6]] ^ table[bytes[7]];
        }
        foreach (byte b in bytes) crc = crc >> 8 ^ table[(int)((crc ^ b) & 0xFF)];
        return ~crc;
    }

    // Row k holds the effect of a byte that is followed by k zero bytes.
    private static uint[] MakeTable()
    {
        uint[] table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }
        for (int i = 256; i < table.Length; i++) table[i] = table[i - 256] >> 8 ^ table[table[i - 256] & 0xFF];
        return table;
    }
}
