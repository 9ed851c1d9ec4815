"""From a syllabus notebook to a compiled course."""
