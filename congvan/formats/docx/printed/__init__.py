"""What is printed into a part: values as XML, drawn shapes, and the last touches to what was rendered."""
