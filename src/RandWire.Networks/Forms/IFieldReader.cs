namespace RandWire.Networks.Forms;

/// <summary>The fields of one term of a text, or of one JSON object: what a spec is read from. Fields that nobody asks for are refused by name.</summary>
internal interface IFieldReader
{
    /// <summary>Whether a field is given; asking makes it known.</summary>
    bool Has(string name);

    string Text(string name);

    /// <summary>A whole number; a text may leave it out where a usual value is named, JSON may not.</summary>
    int Integer(string name, int? usual = null);

    long Long(string name, long usual);

    /// <summary>A real number; a text may leave it out where a usual value is named, JSON may not.</summary>
    double Number(string name, double? usual = null);

    /// <summary>Parts of a chain as one text, joined by +: in JSON an array of strings.</summary>
    string Parts(string name, string usual);

    /// <summary>A word; a text may leave it out.</summary>
    string Choice(string name, string usual);

    void RefuseOthers();
}
